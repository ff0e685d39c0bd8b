package io.tallybook.command.tax;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.ulid;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.tax.TaxAssociationChange;
import io.tallybook.core.tax.TaxAssociationCommand;
import io.tallybook.core.tax.TaxAssociationDocument;
import io.tallybook.core.tax.TaxAssociationDocument.Application;
import io.tallybook.core.tax.TaxAssociationEvent;
import io.tallybook.core.tax.TaxAssociationId;
import io.tallybook.core.tax.TaxRateId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaxAssociationTest {
    private static final TaxAssociationId NAMED = TaxAssociationId.of(ulid("named"));

    private final Spec<TaxAssociation> named = Spec.of(TaxAssociation.class);

    private static TaxAssociationDocument document(@Nullable Instant end) {
        return new TaxAssociationDocument(
                TaxRateId.of(ulid("rate")),
                TaxAssociationDocument.Bearer.CUSTOMER,
                CUSTOMER.value(),
                1,
                Application.AUTOMATIC,
                null,
                NOW,
                end,
                Map.of());
    }

    private static TaxAssociationEvent.Created made() {
        return new TaxAssociationEvent.Created(NAMED, SCOPE, document(null));
    }

    private static TaxAssociationCommand.Update update(int priority) {
        return new TaxAssociationCommand.Update(NAMED, SCOPE, NOW, change(priority));
    }

    private static TaxAssociationChange change(int priority) {
        return new TaxAssociationChange(priority, Application.MANUAL, Map.of());
    }

    @Test
    void aTaxIsNamedOnce() {
        var create = new TaxAssociationCommand.Create(NAMED, SCOPE, NOW, document(null));
        named.when(create).happens(NAMED, made());
        named.given(made()).when(create).nothingHappens(NAMED);
        named.given()
                .when(new TaxAssociationCommand.Create(NAMED, SCOPE, NOW, document(NOW)))
                .isRefusedFor("end_date");
    }

    @Test
    void itsOrderChangesUntilItIsDeleted() {
        var updated = new TaxAssociationEvent.Updated(NAMED, change(2));
        named.given(made()).when(update(2)).happens(NAMED, updated);
        named.given(made(), updated).when(update(2)).nothingHappens(NAMED);
        named.given(made()).when(update(-1)).isRefusedFor("priority");
        named.given(made())
                .when(new TaxAssociationCommand.Delete(NAMED, OTHER_SCOPE, NOW))
                .isNotFound();
        var deleted = new TaxAssociationEvent.Deleted(NAMED);
        named.given(made())
                .when(new TaxAssociationCommand.Delete(NAMED, SCOPE, NOW))
                .happens(NAMED, deleted);
        named.given(made(), deleted).when(update(2)).isRefused(Reason.INVALID_OPERATION);
    }
}
