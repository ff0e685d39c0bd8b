package io.tallybook.command.catalogue;

import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.ulid;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.catalogue.GroupCommand;
import io.tallybook.core.catalogue.GroupDocument;
import io.tallybook.core.catalogue.GroupDocument.EntityType;
import io.tallybook.core.catalogue.GroupEvent;
import io.tallybook.core.catalogue.GroupId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupTest {
    private static final GroupId GROUP = GroupId.of(ulid("group"));

    private final Spec<Group> group = Spec.of(Group.class);

    private static GroupDocument document(String name, String key) {
        return new GroupDocument(name, EntityType.FEATURE, key, Map.of());
    }

    private static GroupCommand.Create create(GroupId id, String name, String key) {
        return new GroupCommand.Create(id, SCOPE, NOW, document(name, key));
    }

    private static GroupEvent.Created created(GroupId id) {
        return new GroupEvent.Created(id, SCOPE, document("Core", "core"));
    }

    @Test
    void aGroupIsMadeOnce() {
        group.when(create(GROUP, "Core", "core")).happens(GROUP, created(GROUP));
        group.given(created(GROUP)).when(create(GROUP, "Core", "core")).nothingHappens(GROUP);
        group.given(created(GROUP)).when(create(GROUP, "Other", "core")).isRefused(Reason.CONFLICT);
        group.given().when(create(GROUP, "", "x")).isRefusedFor("name");
        group.when(create(GROUP, "Core", "")).isRefusedFor("lookup_key");
    }

    @Test
    void aDeletedGroupGivesItsLookupKeyUp() {
        GroupId second = GroupId.of(ulid("second"));
        group.when(create(GROUP, "Core", "core")).happens(GROUP, created(GROUP));
        group.when(create(second, "Core", "core")).isRefused(Reason.ALREADY_EXISTS, "core");
        group.given(created(GROUP))
                .when(new GroupCommand.Delete(GROUP, OTHER_SCOPE, NOW))
                .isNotFound();
        group.given(created(GROUP))
                .when(new GroupCommand.Delete(GROUP, SCOPE, NOW))
                .happens(GROUP, new GroupEvent.Deleted(GROUP));
        group.given(created(GROUP), new GroupEvent.Deleted(GROUP))
                .when(new GroupCommand.Delete(GROUP, SCOPE, NOW))
                .nothingHappens(GROUP);
        group.given().when(create(second, "Core", "core")).happens(second, created(second));
    }
}
