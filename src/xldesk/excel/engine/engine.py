"""The engine as xlwings sees it: its name, its applications, and its way with values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from xldesk.excel.engine.apps import Apps
from xldesk.excel.engine.values import cleaned, prepared

NAME = "openpyxl"


class HeadlessEngine:
    """Workbook files through openpyxl, behind the interface of a desktop Excel."""

    name = NAME
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)
        self.macros: dict[str, Callable[..., Any]] = {}

    @staticmethod
    def clean_value_data(
        data: Sequence[Sequence[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[Any], Any] | None,
        err_to_str: bool = False,
    ) -> list[list[Any]]:
        """Return what was read as the user asked for it."""
        return cleaned(data, datetime_builder, empty_as, number_builder, errors_as_text=err_to_str)

    @staticmethod
    def prepare_xl_data_element(x: Any, options: object = None) -> Any:  # noqa: ARG004 -- as xlwings
        """Return one value as a cell can take it."""
        return prepared(x)
