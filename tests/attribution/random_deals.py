"""Random deals by the seed, for numbers that hypothesis would take long to make."""

from __future__ import annotations

import random

from attribution.plain_desk import PlainDesk, registration, role, touch
from attribution.reference import Act, Rules

KIND_WEIGHTS = {"introduction": 30, "demo": 25, "poc": 25, "meeting": 10, "negotiation": 7}


def desk_of(given_deals: list[tuple[int, list[Act]]], rules: Rules) -> PlainDesk:
    desk = PlainDesk(rules)
    for number, (amount, acts) in enumerate(given_deals):
        desk.deal(f"O-{number}", amount)
        for act in acts:
            desk.act(f"O-{number}", act_of_deal(act, number))
    return desk


def act_of_deal(act: Act, number: int) -> Act:
    """Give the act an event of its own, as identifiers are unique over deals."""
    return Act(**{**vars(act), "event": f"{act.event}/{number}"})


def many_deals(count: int) -> list[tuple[int, list[Act]]]:
    """Random deals of the shapes of ``deals``, more and faster than hypothesis makes them."""
    chance = random.Random(count)
    partners = [f"P-{number}" for number in range(9)]
    made = []
    for _ in range(count):
        acts: list[Act] = [
            registration(chance.choice(partners), chance.randrange(365), event=f"A-{number}")
            for number in range(chance.choice([0, 0, 1, 2]))
        ]
        acts += [
            role(partner, "co_sell", chance.randrange(365), chance.choice([None, None, 250_000]))
            for partner in chance.sample(partners, chance.choice([0, 0, 1, 2]))
        ]
        for number in range(chance.choice([0, 1, 2, 3, 5, 8])):
            kind = chance.choice(sorted(KIND_WEIGHTS))
            day = chance.randrange(365)
            blocked = chance.random() < 0.1
            acts.append(
                touch(
                    chance.choice(partners),
                    kind,
                    day,
                    KIND_WEIGHTS[kind],
                    event=f"E-{number}",
                    blocked=blocked,
                )
            )
        made.append((chance.randrange(-(10**6), 10 ** chance.choice([3, 8, 13])), acts))
    return made


def crowd(seed: int, contributions: int) -> list[Act]:
    """A deal with that many contributions of up to as many partners."""
    chance = random.Random(seed)
    partners = [f"P-{number:04}" for number in range(chance.choice([2, 40, contributions]))]
    acts: list[Act] = [registration(chance.choice(partners), 3, event="A-0")]
    acts += [
        role(partner, "co_sell", chance.randrange(300), chance.choice([None, None, 7]))
        for partner in chance.sample(partners, len(partners) // 4)
    ]
    while len(acts) < contributions:
        kind = chance.choice(sorted(KIND_WEIGHTS))
        acts.append(
            touch(
                chance.choice(partners),
                kind,
                chance.randrange(365),
                KIND_WEIGHTS[kind],
                event=f"E-{len(acts):04}",
                blocked=chance.random() < 0.1,
            )
        )
    return acts
