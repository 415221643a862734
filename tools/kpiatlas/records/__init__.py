"""Records: YAML files become a frozen `Catalogue`. The only place of the project that reads YAML."""

from .catalogue import Catalogue, folded
from .loader import load_catalogue
from .model import Kpi

__all__ = ["Catalogue", "Kpi", "folded", "load_catalogue"]
