// @ts-check
/**
 * The columns of a scorecard: the labels of the last periods up to a given day, as tools/kpiatlas/scorecard/periods.py.
 */

const DAY = 86_400_000;

/**
 * The labels of `count` periods, the last of which holds `today`.
 * @param {string} cadence
 * @param {string} today 2026-11-22
 * @param {number} count
 */
export function periodLabels(cadence, today, count) {
  const label = LABELS[cadence] ?? LABELS.monthly, last = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: count }, (_, at) => label(last, count - 1 - at));
}

/** Today in the same words. */
export function todayText() {
  return new Date().toISOString().slice(0, 10);
}

/** @param {number} value @param {number} width */
function padded(value, width) {
  return String(value).padStart(width, "0");
}

/** The week of ISO 8601: that of its Thursday. @param {number} moment */
function week(moment) {
  const thursday = moment + (3 - (new Date(moment).getUTCDay() + 6) % 7) * DAY;
  const year = new Date(thursday).getUTCFullYear();
  return `${padded(year, 4)}-W${padded(1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / DAY / 7), 2)}`;
}

/** @param {number} last @param {number} back @param {number} months in a period @returns {[year: number, place: number]} */
function periodOfYear(last, back, months) {
  const day = new Date(last), many = 12 / months;
  const place = day.getUTCFullYear() * many + Math.floor(day.getUTCMonth() / months) - back;
  return [Math.floor(place / many), place - many * Math.floor(place / many)];
}

/** @type {Record<string, (last: number, back: number) => string>} */
const LABELS = {
  daily: (last, back) => new Date(last - back * DAY).toISOString().slice(0, 10),
  weekly: (last, back) => week(last - 7 * back * DAY),
  monthly: (last, back) => {
    const [year, month] = periodOfYear(last, back, 1);
    return `${padded(year, 4)}-${padded(month + 1, 2)}`;
  },
  quarterly: (last, back) => {
    const [year, quarter] = periodOfYear(last, back, 3);
    return `${padded(year, 4)}-Q${quarter + 1}`;
  },
  yearly: (last, back) => padded(new Date(last).getUTCFullYear() - back, 4),
};
