package io.tallybook.command.catalogue;

import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.USD;
import static io.tallybook.command.Some.ulid;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Scope;
import io.tallybook.core.catalogue.PriceUnitCommand;
import io.tallybook.core.catalogue.PriceUnitDocument;
import io.tallybook.core.catalogue.PriceUnitEvent;
import io.tallybook.core.catalogue.PriceUnitId;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriceUnitTest {
    private static final PriceUnitId ID = PriceUnitId.of(ulid("unit"));
    private static final PriceUnitId OTHER = PriceUnitId.of(ulid("other unit"));

    private final Spec<PriceUnit> unit = Spec.of(PriceUnit.class);

    private static PriceUnitDocument document(String code, String rate) {
        return new PriceUnitDocument("Tokens", code, "T", USD, new BigDecimal(rate), Map.of());
    }

    private static PriceUnitCommand.Create create(PriceUnitId id, String code, String rate) {
        return new PriceUnitCommand.Create(id, SCOPE, NOW, document(code, rate));
    }

    private static PriceUnitEvent.Created created(PriceUnitId id) {
        return new PriceUnitEvent.Created(id, SCOPE, document("tok", "0.01"));
    }

    private static PriceUnitCommand.Update update(Scope scope, String name) {
        return new PriceUnitCommand.Update(ID, scope, NOW, name, Map.of("a", "b"));
    }

    private static PriceUnitCommand.Delete delete(Scope scope) {
        return new PriceUnitCommand.Delete(ID, scope, NOW);
    }

    @Test
    void aPriceUnitIsMadeOnce() {
        unit.when(create(ID, "tok", "0.01")).happens(ID, created(ID));
        unit.given(created(ID)).when(create(ID, "tok", "0.01")).nothingHappens(ID);
        unit.given(created(ID))
                .when(create(ID, "tok", "0.02"))
                .isRefused(Reason.CONFLICT, ID.value());
        unit.given(created(ID))
                .when(new PriceUnitCommand.Create(ID, OTHER_SCOPE, NOW, document("tok", "0.01")))
                .isNotFound();
    }

    @Test
    void itIsWorthSomethingOfSomeLength() {
        unit.when(create(ID, "tok", "0")).isRefusedFor("conversion_rate");
        unit.given().when(create(ID, "tok", "-1")).isRefusedFor("conversion_rate");
        unit.given().when(create(ID, "tok", "1e13")).isRefusedFor("conversion_rate");
        unit.given()
                .when(create(ID, "tok", "0.0000000000000000001"))
                .isRefusedFor("conversion_rate");
        unit.given().when(create(ID, "", "1")).isRefusedFor("code");
    }

    @Test
    void aCodeIsOfOneUnitUntilThatIsDeleted() {
        unit.when(create(ID, "tok", "0.01")).happens(ID, created(ID));
        unit.given().when(create(OTHER, "tok", "0.01")).isRefused(Reason.ALREADY_EXISTS, "tok");
        unit.given(created(ID)).when(delete(SCOPE)).happens(ID, new PriceUnitEvent.Deleted(ID));
        unit.given().when(create(OTHER, "tok", "0.01")).happens(OTHER, created(OTHER));
    }

    @Test
    void itGetsAnotherNameAndNeverAnotherWorth() {
        PriceUnitEvent updated = new PriceUnitEvent.Updated(ID, "Coins", Map.of("a", "b"));
        unit.given(created(ID)).when(update(SCOPE, "Coins")).happens(ID, updated);
        unit.given(created(ID), updated).when(update(SCOPE, "Coins")).nothingHappens(ID);
        unit.given(created(ID), updated).when(create(ID, "tok", "0.01")).nothingHappens(ID);
        unit.given(created(ID)).when(update(OTHER_SCOPE, "Coins")).isNotFound();
        unit.given(created(ID)).when(update(SCOPE, "")).isRefusedFor("name");
        unit.given(created(ID), new PriceUnitEvent.Deleted(ID))
                .when(update(SCOPE, "Coins"))
                .isRefused(Reason.INVALID_OPERATION, "was deleted");
    }

    @Test
    void itIsNotDeletedWhileAPriceIsWrittenInIt() {
        unit.references().hold(SCOPE, ID);
        unit.given(created(ID))
                .when(delete(SCOPE))
                .isRefused(Reason.INVALID_OPERATION, "a price is written in it");
        unit.references().letGo(SCOPE, ID);
        unit.given(created(ID)).when(delete(OTHER_SCOPE)).isNotFound();
        unit.given(created(ID)).when(delete(SCOPE)).happens(ID, new PriceUnitEvent.Deleted(ID));
        unit.given(created(ID), new PriceUnitEvent.Deleted(ID))
                .when(delete(SCOPE))
                .nothingHappens(ID);
    }
}
