"""KPI Atlas: an open knowledge base of key performance indicators.

The data goes one way: YAML records (`records`) are checked (`checks`) and become a frozen `Catalogue`, from which
`search`, `site` and `scorecard` make their outputs. `formula` is the language of the records' formulas.
"""

__version__ = "0.1.0"
