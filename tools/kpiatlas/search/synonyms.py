"""Business words that stand for each other, in one reviewed table. Sits on `words`.

A word of a row finds records that use another word of the row, a little lower than its own. Rows say what managers say,
not what a thesaurus says; a word that would mislead more often than it helps stays out. In the index a row is one word
more, so that a question fetches one list instead of one for each synonym. `PHRASES` are sayings whose single words
carry no meaning.
"""

from __future__ import annotations

from functools import cache

from .words import stem

ROW = "zz"  # a row of the table in the index: zz7

ROWS: tuple[str, ...] = (
    "customer client consumer buyer shopper guest patron",
    "employee staff worker personnel people workforce headcount colleague",
    "revenue sales income",
    "attrition turnover churn resignation quit",
    "churn attrition cancel cancellation defection lost losing lose leave leaving left",
    "retention retain keep stay loyalty renew renewal",
    "cost expense spend spending expenditure price expensive",
    "profit margin earnings profitability earn",
    "agent representative rep advisor operator",
    "call caller phone telephone",
    "ticket case request incident issue problem",
    "contact interaction inquiry enquiry",
    "resolve resolution solve solved fix fixed settle",
    "response reply answer respond",
    "wait waiting queue hold delay",
    "abandon abandonment hangup drop",
    "satisfaction satisfied happy happiness pleased csat",
    "effort easy ease hard difficult",
    "recommend recommendation promoter referral advocate",
    "repeat again recurring returning",
    "transfer handoff handover passed pass",
    "escalation escalate",
    "backlog pending unresolved unanswered open",
    "inventory stock stocks goods stuff",
    "supplier vendor",
    "delivery deliver shipment ship shipping delivered parcel",
    "late delay overdue",
    "time duration speed fast slow quick quickly",
    "absence absenteeism sick sickness missing absent",
    "vacancy hire hiring recruit recruitment recruiting position role job",
    "fill hire",
    "acquisition acquire win winning",
    "conversion convert converting",
    "order purchase basket cart checkout",
    "purchase buy bought buying",
    "visitor session visit traffic",
    "receivable receivables invoice debtor collect collection debt",
    "pay paid payment",
    "liquidity solvency",
    "liability debt obligation bill bills",
    "restore recover recovery repair fix",
    "outage downtime failure incident down crash",
    "deployment release deploy rollout update version",
    "failure fail failed defect error broken break breakdown",
    "rework redo scrap",
    "yield good",
    "equipment machine machinery",
    "machine equipment line",
    "productivity output efficiency",
    "occupancy utilization busy idle",
    "lifetime lifespan",
    "value worth",
    "innovation improvement idea change",
    "involvement participation engagement involve",
    "return roi payback",
    "quality accuracy",
    "opportunity deal quote proposal",
    "win won",
    "subscription recurring",
    "average mean",
    "self-service selfservice portal",
    "inventory warehouse",
    "margin markup",
    "complete full",
    "score index rating",
    "share rate percentage ratio percent proportion fraction",
    "handle handling talk",
    "number count volume",
    "subscription subscriber membership member plan",
    "detect detection discover discovery notice noticed spot",
    "attack breach intrusion hacker hacked intruder break-in",
    "manager boss supervisor chief executive",
    "money cash funds",
    "factory plant production manufacturing",
    "software app application program code",
    "injury hurt injured accident wound",
    "lawyer counsel attorney legal",
    "waste rubbish trash garbage landfill",
    "student pupil learner",
    "vehicle truck lorry car fleet van",
    "salary pay wage compensation earn",
    "training course learning trained",
    "women woman female gender",
    "building office premises facility",
    "energy power electricity",
    "emissions carbon co2 greenhouse",
    "target goal quota plan objective",
    "punctual punctuality promised on-time",
    "seller salesperson salespeople",
    "bug defect fault faulty",
    "empty vacant vacancy unused",
    "research development",
    "doctor physician clinician",
    "monitor evaluation audit review",
)

PHRASES: dict[str, tuple[str, ...]] = {
    "how long": ("time",),
    "how fast": ("time",),
    "how quickly": ("time",),
    "how soon": ("time",),
    "how slow": ("time",),
    "how much": ("cost", "value"),
    "how many": ("rate", "number"),
    "how often": ("rate",),
    "how happy": ("satisfaction",),
    "how easy": ("effort",),
    "how hard": ("effort",),
    "how busy": ("occupancy",),
    "what share": ("rate",),
    "what percentage": ("rate",),
    "hang up": ("abandon",),
    "hanging up": ("abandon",),
    "hung up": ("abandon",),
    "give up": ("abandon",),
    "giving up": ("abandon",),
    "pick up": ("answer",),
    "call back": ("repeat", "again"),
    "calling back": ("repeat", "again"),
    "come back": ("repeat", "retention"),
    "coming back": ("repeat", "retention"),
    "buy again": ("repeat", "purchase"),
    "on hold": ("hold", "handle"),
    "word of mouth": ("recommend", "promoter"),
    "sick leave": ("absence",),
    "sick days": ("absence",),
    "day off": ("absence",),
    "days off": ("absence",),
    "show up": ("absence",),
    "off sick": ("absence",),
    "out of stock": ("inventory",),
    "first time": ("first",),
    "first try": ("first",),
    "right first time": ("yield",),
    "pass on": ("transfer",),
    "passed on": ("transfer",),
    "passed around": ("transfer",),
    "go up": ("escalation",),
    "up and running": ("restore",),
    "back up": ("restore",),
    "short term": ("current", "liability"),
    "bring in": ("acquisition",),
    "new customer": ("acquisition",),
    "win over": ("acquisition",),
    "help themselves": ("selfservice",),
    "without an agent": ("selfservice",),
}


@cache
def rows_of() -> dict[str, tuple[str, ...]]:
    """Stem to the rows it stands in, as they are called in the index."""
    found: dict[str, dict[str, None]] = {}
    for number, row in enumerate(ROWS):
        for word in row.split():
            found.setdefault(stem(word.replace("-", "")), {})[f"{ROW}{number}"] = None
    return {one: tuple(names) for one, names in found.items()}


def stems_of(form: str) -> frozenset[str]:
    """The stems that a form of a query stands for: itself, or all of its row."""
    if not form.startswith(ROW) or not form[len(ROW) :].isdigit():
        return frozenset((form,))
    return frozenset(stem(word.replace("-", "")) for word in ROWS[int(form[len(ROW) :])].split())
