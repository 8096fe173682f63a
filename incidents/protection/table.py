"""Tables of counts as people declare them: dimensions whose codes are sums of others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from types import MappingProxyType

from .rule import ProtectionError

Codes = tuple[str, ...]
Address = tuple[str, Codes]  # the table, and one code per dimension of the table


@dataclass(frozen=True)
class Dimension:
    """Codes that add up.

    groups: {code: the codes it is the sum of}. Groups nest and may overlap; a code that is no
    key is a leaf. A dimension whose codes do not add up (one incident, several forms) has no
    business here: give its total as a table of its own.
    Raises ProtectionError for cyclic or empty groups and for a group that counts a leaf twice.
    """

    name: str
    groups: Mapping[str, Iterable[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        groups = {code: tuple(sorted(parts)) for code, parts in sorted(self.groups.items())}
        object.__setattr__(self, "groups", MappingProxyType(groups))
        covers: dict[str, frozenset[str]] = {}
        for code in groups:
            self._cover(code, covers, ())
        object.__setattr__(self, "_covers", covers)

    def __hash__(self) -> int:
        return hash((self.name, tuple(self.groups)))

    def _cover(self, code: str, covers: dict[str, frozenset[str]], path: Codes) -> frozenset[str]:
        if code in path:
            raise ProtectionError(f"{self.name}: the groups run in a circle through {code!r}")
        if code not in covers:
            parts = self.groups.get(code)
            if parts is None:
                return covers.setdefault(code, frozenset([code]))
            if not parts:
                raise ProtectionError(f"{self.name}: the group {code!r} is the sum of nothing")
            leaves = [leaf for part in parts for leaf in self._cover(part, covers, (*path, code))]
            if len(set(leaves)) < len(leaves):
                twice = sorted(leaf for leaf in set(leaves) if leaves.count(leaf) > 1)[0]
                raise ProtectionError(f"{self.name}: the group {code!r} counts {twice!r} twice")
            covers[code] = frozenset(leaves)
        return covers[code]

    def cover(self, code: str) -> frozenset[str]:
        """The leaves a code is the sum of. A dimension without groups takes any code as a leaf."""
        if code in self._covers:  # type: ignore[attr-defined]
            return self._covers[code]  # type: ignore[attr-defined]
        if self.groups:
            raise ProtectionError(f"{self.name}: unknown code {code!r}")
        return frozenset([code])

    def joined(self, other: "Dimension") -> "Dimension":
        """Both declarations in one; raises ProtectionError where they say different sums."""
        for code in self.groups.keys() & other.groups.keys():
            if self.groups[code] != other.groups[code]:
                raise ProtectionError(
                    f"{self.name}: {code!r} is the sum of different codes in two places"
                )
        return Dimension(self.name, {**self.groups, **other.groups})


@dataclass(frozen=True)
class Table:
    """Counts of one table, {one code per dimension: whole number}.

    Sums that are left out are added where all their parts are there, unless `fill` is False.
    impossible: cells everybody knows to be zero (no access, a future month).
    Raises ProtectionError for codes that do not fit and counts that are not whole or negative.
    """

    name: str
    dimensions: tuple[Dimension, ...]
    counts: Mapping[Codes, int]
    impossible: frozenset[Codes] = frozenset()
    fill: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "dimensions", tuple(self.dimensions))
        object.__setattr__(self, "impossible", frozenset(self.impossible))
        counts = {}
        for codes, count in sorted(self.counts.items()):
            check_codes(self.name, self.dimensions, codes)
            counts[codes] = check_count(self.name, codes, count)
        for codes in sorted(self.impossible):
            check_codes(self.name, self.dimensions, codes)
            if counts.setdefault(codes, 0):
                raise ProtectionError(f"{self.name}: {words(codes)} is impossible, yet counted")
        if self.fill:
            _fill(counts, self.dimensions)
        object.__setattr__(self, "counts", MappingProxyType(counts))

    def only(self, position: int, codes: Iterable[str]) -> "Table":
        """The same table with fewer codes in one dimension."""
        kept = set(codes)
        counts = {key: n for key, n in self.counts.items() if key[position] in kept}
        impossible = frozenset(key for key in self.impossible if key[position] in kept)
        return Table(self.name, self.dimensions, counts, impossible, fill=False)


def words(codes: Codes) -> str:
    return " / ".join(codes)


def check_codes(name: str, dimensions: tuple[Dimension, ...], codes: Codes) -> None:
    if len(codes) != len(dimensions):
        raise ProtectionError(
            f"{name}: {words(codes)} has {len(codes)} codes for {len(dimensions)} dimensions"
        )
    for dimension, code in zip(dimensions, codes, strict=True):
        dimension.cover(code)


def check_count(name: str, codes: Codes, count: object) -> int:
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise ProtectionError(
            f"{name}: {words(codes)} must be a whole number, not negative: {count!r}"
        )
    return count


def _fill(counts: dict[Codes, int], dimensions: tuple[Dimension, ...]) -> None:
    """Adds each sum whose parts are all there, inner groups first."""
    for position, dimension in enumerate(dimensions):
        inner_first = sorted(dimension.groups, key=lambda c: (len(dimension.cover(c)), c))
        rests = sorted({(codes[:position], codes[position + 1 :]) for codes in counts})
        for code, (before, after) in product(inner_first, rests):
            parts = [(*before, part, *after) for part in dimension.groups[code]]
            key = (*before, code, *after)
            if key not in counts and all(part in counts for part in parts):
                counts[key] = sum(counts[part] for part in parts)
