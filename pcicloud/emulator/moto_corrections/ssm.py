"""Systems Manager: tags of more types, patch groups that end, and whose parameters are listed."""

from __future__ import annotations

from typing import Any

PUBLIC = "/aws/service/"


def correct() -> None:
    """Tag patch baselines and associations, let patch groups go, and list an account's own parameters only."""
    _tag_more_types()
    _let_patch_groups_go()
    _list_own_parameters()


def _tag_more_types() -> None:
    # moto knows patch baselines as something with tags, and then finds none; associations it does not know at all.
    from moto.ssm.models import SimpleSystemManagerBackend

    validate = SimpleSystemManagerBackend._validate_resource_type_and_id

    def validate_all(backend: Any, resource_type: str, resource_id: str) -> str:
        # The emulator keeps associations itself, so moto can't look them up.
        if resource_type == "Association" or (resource_type == "PatchBaseline" and resource_id in backend.baselines):
            return resource_id
        return str(validate(backend, resource_type, resource_id))

    SimpleSystemManagerBackend._validate_resource_type_and_id = validate_all


def _let_patch_groups_go() -> None:
    # moto registers the baseline once more where it should take it away, and all groups share one dictionary.
    from moto.ssm.models import FakePatchGroup, SimpleSystemManagerBackend

    make = FakePatchGroup.__init__

    def make_alone(group: Any, *args: Any, **fields: Any) -> None:
        make(group, *args, **fields)
        group.associations = dict(group.default_associations)

    FakePatchGroup.__init__ = make_alone

    def deregister(backend: Any, baseline_id: str, patch_group: str) -> tuple[str, str]:
        group = backend.patch_groups.get(patch_group)
        if group is not None:
            defaults = FakePatchGroup(patch_group, backend.region_name).associations
            for system, baseline in list(group.associations.items()):
                if baseline == baseline_id:
                    group.associations[system] = defaults.get(system)
            if group.associations == defaults:
                del backend.patch_groups[patch_group]
        return baseline_id, patch_group

    SimpleSystemManagerBackend.deregister_patch_baseline_for_patch_group = deregister


def _list_own_parameters() -> None:
    # AWS's public parameters can be read by name, and are not in the account's list.
    from moto.ssm.models import SimpleSystemManagerBackend

    describe = SimpleSystemManagerBackend.describe_parameters

    def describe_own(backend: Any, *args: Any, **fields: Any) -> list[Any]:
        return [one for one in describe(backend, *args, **fields) if not one.name.startswith(PUBLIC)]

    SimpleSystemManagerBackend.describe_parameters = describe_own
