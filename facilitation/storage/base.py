"""The root of every row."""

from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, MetaData, Text
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Every table of Tablée. Instants are BIGINT milliseconds; identifiers and words are TEXT."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {int: BigInteger, str: Text, dict[str, Any]: JSON, list[str]: JSON}
