"""Who files what, where and when (专利态势)."""

from workbench.landscape.scope import Scope

__all__ = ["Scope"]
