package io.tallybook.command.tax;

import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.ulid;
import static io.tallybook.core.tax.TaxRateDocument.Placement.EXCLUSIVE;
import static io.tallybook.core.tax.TaxRateDocument.Placement.INCLUSIVE;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.tax.TaxRateChange;
import io.tallybook.core.tax.TaxRateCommand;
import io.tallybook.core.tax.TaxRateDocument;
import io.tallybook.core.tax.TaxRateDocument.Status;
import io.tallybook.core.tax.TaxRateEvent;
import io.tallybook.core.tax.TaxRateId;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaxRateTest {
    private static final TaxRateId RATE = TaxRateId.of(ulid("rate"));
    private static final TaxRateId SECOND = TaxRateId.of(ulid("second"));

    private final Spec<TaxRate> rate = Spec.of(TaxRate.class);

    private static TaxRateDocument vat(String code, String percent) {
        return document(code, TaxRateDocument.Type.PERCENTAGE, percent, null, INCLUSIVE);
    }

    private static TaxRateDocument document(
            String code,
            TaxRateDocument.Type type,
            @Nullable String percent,
            @Nullable String amount,
            TaxRateDocument.Placement placement) {
        return new TaxRateDocument(
                "VAT",
                code,
                null,
                type,
                percent == null ? null : new BigDecimal(percent),
                amount == null ? null : new BigDecimal(amount),
                placement,
                TaxRateDocument.Reach.INTERNAL,
                Status.ACTIVE,
                Map.of());
    }

    private static TaxRateCommand.Create create(TaxRateId id, TaxRateDocument document) {
        return new TaxRateCommand.Create(id, SCOPE, NOW, document);
    }

    private static TaxRateEvent.Created made(TaxRateDocument document) {
        return new TaxRateEvent.Created(RATE, SCOPE, document);
    }

    private static TaxRateCommand.Update update(String code, Status status) {
        return new TaxRateCommand.Update(RATE, SCOPE, NOW, change(code, status));
    }

    private static TaxRateChange change(String code, Status status) {
        return new TaxRateChange("VAT", code, null, status, Map.of());
    }

    @Test
    void aTaxRateIsMadeOnce() {
        rate.when(create(RATE, vat("vat", "19"))).happens(RATE, made(vat("vat", "19")));
        rate.given(made(vat("vat", "19")))
                .when(create(RATE, vat("vat", "19")))
                .nothingHappens(RATE);
        rate.given(made(vat("vat", "19")))
                .when(create(RATE, vat("vat", "7")))
                .isRefused(Reason.CONFLICT);
        rate.given().when(create(SECOND, vat("vat", "7"))).isRefused(Reason.ALREADY_EXISTS, "vat");
    }

    @Test
    void aRateHasTheValueOfItsTypeAndNoOther() {
        rate.when(
                        create(
                                RATE,
                                document(
                                        "a",
                                        TaxRateDocument.Type.PERCENTAGE,
                                        null,
                                        null,
                                        EXCLUSIVE)))
                .isRefusedFor("percentage_value");
        rate.when(
                        create(
                                RATE,
                                document(
                                        "a",
                                        TaxRateDocument.Type.PERCENTAGE,
                                        "-1",
                                        null,
                                        EXCLUSIVE)))
                .isRefusedFor("percentage_value");
        rate.when(create(RATE, document("a", TaxRateDocument.Type.FIXED, null, null, EXCLUSIVE)))
                .isRefusedFor("fixed_value");
        rate.when(create(RATE, document("a", TaxRateDocument.Type.PERCENTAGE, "1", "1", EXCLUSIVE)))
                .isRefusedFor("fixed_value");
        rate.when(create(RATE, document("a", TaxRateDocument.Type.FIXED, null, "1", INCLUSIVE)))
                .isRefusedFor("inclusive");
        TaxRateDocument exempt = vat("exempt", "0");
        rate.when(create(RATE, exempt)).happens(RATE, made(exempt));
    }

    @Test
    void anotherCodeFreesTheOldOne() {
        rate.when(create(RATE, vat("vat", "19"))).happens(RATE, made(vat("vat", "19")));
        rate.given(made(vat("vat", "19")))
                .when(update("vat-de", Status.ACTIVE))
                .happens(RATE, new TaxRateEvent.Updated(RATE, change("vat-de", Status.ACTIVE)));
        rate.given()
                .when(create(SECOND, vat("vat-de", "7")))
                .isRefused(Reason.ALREADY_EXISTS, "vat-de");
        rate.given()
                .when(create(SECOND, vat("vat", "7")))
                .happens(SECOND, new TaxRateEvent.Created(SECOND, SCOPE, vat("vat", "7")));
    }

    @Test
    void aRateIsTakenOutOfUseAndDeletedInItsOwnScopeAlone() {
        TaxRateEvent.Updated off = new TaxRateEvent.Updated(RATE, change("vat", Status.INACTIVE));
        rate.given(made(vat("vat", "19"))).when(update("vat", Status.INACTIVE)).happens(RATE, off);
        rate.given(made(vat("vat", "19")), off)
                .when(update("vat", Status.INACTIVE))
                .nothingHappens(RATE);
        rate.given(made(vat("vat", "19")))
                .when(new TaxRateCommand.Delete(RATE, OTHER_SCOPE, NOW))
                .isNotFound();
        rate.given(made(vat("vat", "19")))
                .when(new TaxRateCommand.Delete(RATE, SCOPE, NOW))
                .happens(RATE, new TaxRateEvent.Deleted(RATE));
        rate.given(made(vat("vat", "19")), new TaxRateEvent.Deleted(RATE))
                .when(update("vat", Status.ACTIVE))
                .isRefused(Reason.INVALID_OPERATION);
    }
}
