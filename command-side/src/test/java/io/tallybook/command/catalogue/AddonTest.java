package io.tallybook.command.catalogue;

import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.ulid;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.AddonCommand;
import io.tallybook.core.catalogue.AddonDocument;
import io.tallybook.core.catalogue.AddonEvent;
import io.tallybook.core.catalogue.AddonId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddonTest {
    private static final AddonId ID = AddonId.of(ulid("addon"));
    private static final AddonId OTHER = AddonId.of(ulid("other addon"));

    private final Spec<Addon> addon = Spec.of(Addon.class);

    private static AddonDocument document(String name, String key) {
        return new AddonDocument(name, key, "Day and night", Map.of("tier", "gold"));
    }

    private static AddonCommand.Create create(AddonId id, String name, String key) {
        return new AddonCommand.Create(id, SCOPE, NOW, document(name, key));
    }

    private static AddonEvent.Created created(AddonId id) {
        return new AddonEvent.Created(id, SCOPE, document("Support", "support"));
    }

    private static AddonCommand.Update update(Scope scope, String name) {
        return new AddonCommand.Update(ID, scope, NOW, name, null, Map.of("a", "b"));
    }

    private static AddonCommand.Delete delete(Scope scope) {
        return new AddonCommand.Delete(ID, scope, NOW);
    }

    @Test
    void anAddonIsMadeOnce() {
        addon.when(create(ID, "Support", "support")).happens(ID, created(ID));
        addon.given(created(ID)).when(create(ID, "Support", "support")).nothingHappens(ID);
        addon.given(created(ID)).when(create(ID, "Care", "support")).isRefused(Reason.CONFLICT);
        addon.given(created(ID))
                .when(new AddonCommand.Create(ID, OTHER_SCOPE, NOW, document("Support", "support")))
                .isNotFound();
        addon.given(created(ID), new AddonEvent.Deleted(ID))
                .when(create(ID, "Support", "support"))
                .nothingHappens(ID);
    }

    @Test
    void whatNamesItIsThere() {
        addon.when(create(ID, "", "support")).isRefusedFor("name");
        addon.given().when(create(ID, "Support", "")).isRefusedFor("lookup_key");
        addon.given(created(ID)).when(update(SCOPE, " ")).isRefusedFor("name");
    }

    @Test
    void aLookupKeyIsOfOneAddonUntilThatIsDeleted() {
        addon.when(create(ID, "Support", "support")).happens(ID, created(ID));
        addon.given()
                .when(create(OTHER, "Support", "support"))
                .isRefused(Reason.ALREADY_EXISTS, "support");
        addon.given(created(ID)).when(delete(SCOPE)).happens(ID, new AddonEvent.Deleted(ID));
        addon.given().when(create(OTHER, "Support", "support")).happens(OTHER, created(OTHER));
    }

    @Test
    void itIsDescribedAnewUntilItIsDeleted() {
        AddonEvent updated = new AddonEvent.Updated(ID, "Care", null, Map.of("a", "b"));
        addon.given(created(ID)).when(update(SCOPE, "Care")).happens(ID, updated);
        addon.given(created(ID), updated).when(update(SCOPE, "Care")).nothingHappens(ID);
        addon.given(created(ID)).when(update(OTHER_SCOPE, "Care")).isNotFound();
        addon.given(created(ID), new AddonEvent.Deleted(ID))
                .when(update(SCOPE, "Care"))
                .isRefused(Reason.INVALID_OPERATION, "was deleted");
        addon.given().when(update(SCOPE, "Care")).doesNotExist();
    }

    @Test
    void itIsDeletedOnceAndByItsOwnerAlone() {
        addon.given(created(ID)).when(delete(OTHER_SCOPE)).isNotFound();
        addon.given(created(ID)).when(delete(SCOPE)).happens(ID, new AddonEvent.Deleted(ID));
        addon.given(created(ID), new AddonEvent.Deleted(ID)).when(delete(SCOPE)).nothingHappens(ID);
    }

    @Test
    void itIsNotDeletedWhileASubscriptionHasIt() {
        addon.references().hold(SCOPE, ID);
        addon.given(created(ID))
                .when(delete(SCOPE))
                .isRefused(Reason.INVALID_OPERATION, "a subscription has it");
        addon.references().letGo(SCOPE, ID);
        addon.given(created(ID)).when(delete(SCOPE)).happens(ID, new AddonEvent.Deleted(ID));
    }
}
