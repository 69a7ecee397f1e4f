"""Houses on both databases."""

from tests.houses import afternoon, hands, home, house, published, url

__all__ = ["afternoon", "hands", "home", "house", "published", "url"]
