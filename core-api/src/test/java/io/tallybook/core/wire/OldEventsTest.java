package io.tallybook.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Ulid;
import io.tallybook.core.access.UserEvent;
import io.tallybook.core.access.UserProfile;
import io.tallybook.core.alert.AlertSettingsEvent;
import io.tallybook.core.catalogue.MeterEvent;
import io.tallybook.core.catalogue.MeterVersion;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.customer.CustomerTerms;
import io.tallybook.core.customer.PersonalData;
import io.tallybook.core.entitlement.EntitlementDocument;
import io.tallybook.core.entitlement.EntitlementEvent;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoicePaymentEvent;
import io.tallybook.core.invoice.LinePromise;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.subscription.LineAgreement;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.subscription.SubscriptionType;
import io.tallybook.core.tax.TaxAssociationEvent;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wire.upcast.access.User1To2;
import io.tallybook.core.wire.upcast.customer.Customer1To2;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;
import org.axonframework.serialization.upcasting.event.InitialEventRepresentation;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Events as earlier versions wrote them, read through their upcasters. */
class OldEventsTest {
    private static final Path SAMPLES = Path.of("src", "main", "resources", "event-samples");
    private static final Map<String, String> METADATA = Map.of("source", "import");

    private final EventSerializer serializer = EventSerializer.createInMemory();

    static Stream<Path> samples() {
        return Stream.of(
                        "customer.created.v1.json",
                        "customer.updated.v1.json",
                        "user.created.v1.json",
                        "user.updated.v1.json")
                .map(SAMPLES::resolve);
    }

    @Test
    void whatWasAgreedBeforeThereWasATimeToPayWaitsForNothing() throws IOException {
        String today = Files.readString(SAMPLES.resolve("subscription.drafted.v1.json"));
        String before = today.replaceAll(",\\s*\"hoursToPay\" : 23", "");
        assertThat(today).contains("hoursToPay");
        assertThat(before).doesNotContain("hoursToPay");
        var event = Wire.mapper().readValue(before, SubscriptionEvent.Drafted.class);
        assertThat(event.terms().arranged().hoursToPay()).isNull();
    }

    @Test
    void byAPlanThatWasAgreedBeforeAddonsHadASayTheSameBecomesOfAll() throws IOException {
        String today = Files.readString(SAMPLES.resolve("subscription.change_scheduled.v1.json"));
        String before = today.replaceAll(",\\s*\"apart\" : \\[[^]]*]", "");
        assertThat(before).isNotEqualTo(today);
        var event = Wire.mapper().readValue(before, SubscriptionEvent.ChangeScheduled.class);
        assertThat(event.change().apart()).isEmpty();
    }

    @Test
    void aTaxThatWasChangedBeforeItsEndCouldBeMovedKeepsItsEnd() throws IOException {
        String today = Files.readString(SAMPLES.resolve("tax_association.updated.v1.json"));
        String before = today.replaceAll(",\\s*\"endDate\" : null", "");
        assertThat(before).isNotEqualTo(today);
        var event = Wire.mapper().readValue(before, TaxAssociationEvent.Updated.class);
        assertThat(event.change().endDate()).isNull();
    }

    @Test
    void anEntitlementOfBeforeSubscriptionsFollowedOthersIsOfOneThatFollowsNone()
            throws IOException {
        String today = Files.readString(SAMPLES.resolve("entitlement.created.v1.json"));
        String before = today.replaceAll(",\\s*\"lineage\" : \"[^\"]*\"", "");
        assertThat(before).doesNotContain("lineage").isNotEqualTo(today);
        var event = Wire.mapper().readValue(before, EntitlementEvent.Created.class);
        assertThat(event.lineage()).isNull();
    }

    @Test
    void aGrantOfBeforeThereWereSeveralUnitsIsOfOne() throws IOException {
        String today = Files.readString(SAMPLES.resolve("entitlement.updated.v1.json"));
        String before = today.replaceAll("(\"window\" : \"HOUR\")[^}]*}", "$1 }");
        assertThat(before).doesNotContain("several");
        var event =
                (EntitlementEvent.Updated)
                        serializer.deserialize(
                                new SimpleSerializedObject<>(
                                        before.getBytes(StandardCharsets.UTF_8),
                                        byte[].class,
                                        "entitlement.updated",
                                        "1"));
        EntitlementDocument.Grant grant = Objects.requireNonNull(event.entitlement().grant());
        assertThat(grant.units()).isEqualTo(1);
        assertThat(grant)
                .isEqualTo(
                        new EntitlementDocument.Grant(
                                new BigDecimal("12.5"), EntitlementDocument.Window.HOUR));
    }

    @Test
    void anInvoiceOfBeforeOneCouldBeClosedAtOnceIsClosedAfterWallets() throws IOException {
        String today = Files.readString(SAMPLES.resolve("invoice.computed.v1.json"));
        String before = today.replaceAll(",\\s*\"closing\" : \"AT_ONCE\"", "");
        assertThat(before).isNotEqualTo(today);
        var event = Wire.mapper().readValue(before, InvoiceEvent.Computed.class);
        assertThat(event.closesAtOnce()).isFalse();
    }

    @Test
    void anInvoiceOfBeforeOneCouldPayForAnotherGoesToItsSubscriber() throws IOException {
        String today = Files.readString(SAMPLES.resolve("invoice.opened.v1.json"));
        String before = today.replaceAll(",\\s*\"subscriberId\" : null", "");
        assertThat(before).isNotEqualTo(today);
        var event =
                (InvoiceEvent.Opened)
                        serializer.deserialize(
                                new SimpleSerializedObject<>(
                                        before.getBytes(StandardCharsets.UTF_8),
                                        byte[].class,
                                        "invoice.opened",
                                        "1"));
        assertThat(event.opening().subscriber()).isEqualTo(event.opening().customerId());
    }

    @Test
    void aSubscriptionOfBeforeOthersCouldShareItIsSharedByNobody() throws IOException {
        String today = Files.readString(SAMPLES.resolve("subscription.activated.v1.json"));
        CustomerId payer = CustomerId.of(Ulid.derived(Instant.EPOCH, "payer"));
        String before =
                today.replace(
                        "\"family\" : null",
                        "\"family\" : {\"invoicingCustomerId\" : \"" + payer + "\"}");
        assertThat(before).isNotEqualTo(today);
        var event =
                (SubscriptionEvent.Activated)
                        serializer.deserialize(
                                new SimpleSerializedObject<>(
                                        before.getBytes(StandardCharsets.UTF_8),
                                        byte[].class,
                                        "subscription.activated",
                                        "1"));
        assertThat(event.terms().payer()).isEqualTo(payer);
        assertThat(event.terms().sharers()).isEmpty();
        assertThat(event.terms().type()).isEqualTo(SubscriptionType.DELEGATED_INVOICING);
    }

    @Test
    void aSubscriptionOfBeforeOthersCouldBeginWithItBeganAlone() throws IOException {
        String today = Files.readString(SAMPLES.resolve("subscription.activated.v1.json"));
        ObjectNode event = (ObjectNode) Wire.mapper().readTree(today);
        assertThat(Wire.mapper().readValue(today, SubscriptionEvent.Activated.class).children())
                .hasSize(1);
        event.remove("made");
        assertThat(Wire.mapper().treeToValue(event, SubscriptionEvent.Activated.class).children())
                .isEmpty();
    }

    @Test
    void anEndOfBeforeAnythingCouldBeginInItsPlaceIsFollowedByNothing() throws IOException {
        ObjectNode ended = sample("subscription.cancelled.v1.json");
        ObjectNode planned = sample("subscription.cancellation_scheduled.v1.json");
        ObjectNode drafted = sample("subscription.drafted.v1.json");
        assertThat(ended.remove("successor").isObject()).isTrue();
        assertThat(planned.remove("successor").isObject()).isTrue();
        ObjectNode agreed = (ObjectNode) drafted.path("terms").path("arrangement");
        assertThat(agreed.remove("predecessors")).isNotNull();

        assertThat(((ObjectNode) ended.path("unspent")).remove("excess")).isNotNull();

        var end = Wire.mapper().treeToValue(ended, SubscriptionEvent.Cancelled.class);
        assertThat(end.successor()).isNull();
        assertThat(end.unspent())
                .satisfies(back -> assertThat(back.toWallet()).isEqualTo(back.amount()));
        assertThat(
                        Wire.mapper()
                                .treeToValue(planned, SubscriptionEvent.CancellationScheduled.class)
                                .successor())
                .isNull();
        assertThat(
                        Wire.mapper()
                                .treeToValue(drafted, SubscriptionEvent.Drafted.class)
                                .terms()
                                .arranged())
                .satisfies(
                        before -> {
                            assertThat(before.follows()).isNull();
                            assertThat(before.predecessors()).isEmpty();
                        });
    }

    private static ObjectNode sample(String name) throws IOException {
        return (ObjectNode) Wire.mapper().readTree(Files.readString(SAMPLES.resolve(name)));
    }

    @Test
    void aMeterOfBeforeItHadVersionsIsInForceAtAllTimes() throws IOException {
        String today = Files.readString(SAMPLES.resolve("meter.created.v1.json"));
        String before = today.replaceAll(",\\s*\"versions\" : null", "");
        assertThat(before).doesNotContain("versions");
        var event =
                (MeterEvent.Created)
                        serializer.deserialize(
                                new SimpleSerializedObject<>(
                                        before.getBytes(StandardCharsets.UTF_8),
                                        byte[].class,
                                        "meter.created",
                                        "1"));
        assertThat(event.definition().history())
                .containsExactly(new MeterVersion(1, null, event.definition().filters()));
    }

    @Test
    void anAlertOfBeforeItCouldBeToldAgainIsToldOnce() throws IOException {
        String old =
                Files.readString(SAMPLES.resolve("alert_settings.updated.v1.json"))
                        .replaceAll(",\\s*\"repeatAfterSeconds\" : 3600", "");
        assertThat(old).doesNotContain("repeatAfter");
        assertThat(Wire.mapper().readValue(old, AlertSettingsEvent.Updated.class).config())
                .satisfies(config -> assertThat(config.repeatAfterSeconds()).isNull());
    }

    private Object upcast(String name) throws IOException {
        byte[] payload = Files.readAllBytes(SAMPLES.resolve(name + ".v1.json"));
        byte[] metadata = "{}".getBytes(StandardCharsets.UTF_8);
        var entry =
                new GenericDomainEventEntry<>(
                        "Customer",
                        "cust_1",
                        0,
                        "event-1",
                        Instant.EPOCH,
                        name,
                        "1",
                        payload,
                        metadata);
        IntermediateEventRepresentation after =
                new EventUpcasterChain(new Customer1To2(), new User1To2())
                        .upcast(Stream.of(new InitialEventRepresentation(entry, serializer)))
                        .findFirst()
                        .orElseThrow();
        return serializer.deserialize(after.getData());
    }

    private static PersonalData person(String name) {
        return new PersonalData(
                name,
                "ada@example.com",
                "+49 30 1234567",
                "Unter den Linden 1",
                "2. Stock",
                "Berlin",
                "BE",
                "10117",
                "DE");
    }

    @Test
    void anInvoiceOpenedBeforeLinesCouldBeGivenFollowsItsTerms() throws IOException {
        String old =
                Files.readString(SAMPLES.resolve("invoice.opened.v1.json"))
                        .replaceAll(",\\s*\"given\" : null,\\s*\"replaces\" : null", "");
        assertThat(old).doesNotContain("given");
        assertThat(Wire.mapper().readValue(old, InvoiceEvent.Opened.class))
                .satisfies(event -> assertThat(event.opening().followsTerms()).isTrue());
    }

    @Test
    void aCreditNoteOfBeforeCreditsWentBackGivesNoneBack() throws IOException {
        String old =
                Files.readString(SAMPLES.resolve("invoice.lines_credited.v1.json"))
                        .replaceAll("(?s),\\s*\"back\" : \\{.*\\}\\s*$", "}");
        assertThat(old).doesNotContain("back");
        var event = Wire.mapper().readValue(old, InvoicePaymentEvent.LinesCredited.class);
        assertThat(event.credits()).isEmpty();
        assertThat(event.money()).isEqualTo(event.note().total());
    }

    @Test
    void aVoidOfBeforeMoneyWentBackByItselfGivesNoneBack() throws IOException {
        String old =
                Files.readString(SAMPLES.resolve("invoice.voided.v1.json"))
                        .replaceAll("(?s),\\s*\"money\" : \\[.*\\]\\s*\\}\\s*$", "}");
        assertThat(old).doesNotContain("money");
        assertThat(Wire.mapper().readValue(old, InvoiceEvent.Voided.class).moneyBack()).isEmpty();
    }

    @Test
    void aGivingBackOfBeforeCreditNotesGaveBackIsOfAVoidInvoice() throws IOException {
        String old =
                Files.readString(SAMPLES.resolve("wallet.given_back.v1.json"))
                        .replaceAll(",\\s*\"creditNoteId\" : \"[^\"]*\"", "");
        assertThat(old).doesNotContain("creditNoteId");
        assertThat(Wire.mapper().readValue(old, WalletEvent.GivenBack.class).creditNoteId())
                .isNull();
    }

    @Test
    void aPurchaseOfBeforeRestsWereToldIsFollowedByNone() throws IOException {
        String old =
                Files.readString(SAMPLES.resolve("wallet.top_up_triggered.v1.json"))
                        .replaceAll(",\\s*\"rest\" : \\{[^}]*}", "");
        assertThat(old).doesNotContain("rest");
        assertThat(Wire.mapper().readValue(old, WalletEvent.TopUpTriggered.class).rest()).isNull();
    }

    @Test
    void aCustomerCreatedInTheClearIsReadWithNothingAgreed() throws IOException {
        assertThat(upcast("customer.created"))
                .isInstanceOfSatisfying(
                        CustomerEvent.Created.class,
                        event -> {
                            assertThat(event.personal()).isEqualTo(person("Ada"));
                            assertThat(event.metadata()).isEqualTo(METADATA);
                            assertThat(event.terms()).isEqualTo(CustomerTerms.NONE);
                        });
    }

    @Test
    void aCustomerUpdatedInTheClearIsReadWithNothingAgreed() throws IOException {
        assertThat(upcast("customer.updated"))
                .isInstanceOfSatisfying(
                        CustomerEvent.Updated.class,
                        event -> {
                            assertThat(event.personal()).isEqualTo(person("Eve"));
                            assertThat(event.timezone()).isEqualTo("Asia/Kolkata");
                            assertThat(event.terms().taxRateOverrides()).isEqualTo(List.of());
                        });
    }

    @Test
    void aUserInTheClearIsReadAsItWas() throws IOException {
        UserProfile ada = new UserProfile("ada@example.com", "Ada");
        assertThat(upcast("user.created"))
                .isInstanceOfSatisfying(
                        UserEvent.Created.class,
                        event -> {
                            assertThat(event.user().profile()).isEqualTo(ada);
                            assertThat(event.user().roles()).containsExactly("all_reader");
                            assertThat(event.user().metadata()).isEqualTo(METADATA);
                        });
        assertThat(upcast("user.updated"))
                .isInstanceOfSatisfying(
                        UserEvent.Updated.class,
                        event -> assertThat(event.profile()).isEqualTo(ada));
    }

    @Test
    void aLineOfBeforeThereWerePromisesHasNone() throws IOException {
        JsonNode old = Wire.mapper().readTree(SAMPLES.resolve("invoice.computed.v1.json").toFile());
        old.get("lines").forEach(line -> ((ObjectNode) line.get("input")).remove("promise"));
        assertThat(old.toString()).doesNotContain("promise", "emptyWindows");
        assertThat(Wire.mapper().treeToValue(old, InvoiceEvent.Computed.class).lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.input().promise()).isNull());
    }

    @Test
    void windowsOfBeforeTheTimeOfDayMatteredAreReadWithoutIt() throws IOException {
        JsonNode old = Wire.mapper().readTree(SAMPLES.resolve("invoice.computed.v1.json").toFile());
        old.get("lines").forEach(line -> withoutHours((ObjectNode) line.get("input")));
        assertThat(old.toString())
                .contains("\"promise\"", "\"times\"")
                .doesNotContain("beginAt", "emptyAt", "hours");
        assertThat(Wire.mapper().treeToValue(old, InvoiceEvent.Computed.class).lines())
                .isNotEmpty()
                .allSatisfy(
                        line -> {
                            LinePromise promise = Objects.requireNonNull(line.input().promise());
                            assertThat(promise.agreed().timesOfDay()).isEmpty();
                            assertThat(promise.emptyAt()).isNull();
                        });
    }

    private static void withoutHours(ObjectNode input) {
        ObjectNode promise = (ObjectNode) input.get("promise");
        promise.remove("emptyAt");
        ((ObjectNode) promise.get("agreed")).remove("buckets");
        input.findValues("buckets")
                .forEach(runs -> runs.forEach(run -> ((ObjectNode) run).remove("beginAt")));
    }

    @Test
    void linesThatWereChangedBeforeAnybodyCouldAskForItAreReadAsThePlansDoing() throws IOException {
        String old =
                Files.readString(SAMPLES.resolve("subscription.lines_changed.v1.json"))
                        .replaceAll("(?s),\\s*\"amendment\".*", "}")
                        .replaceAll(
                                "(?s),\\s*\"agreement\" : \\{.*?\"commitment\" :"
                                        + " (null|\\{[^}]*\\})\\s*\\}\\s*\\}",
                                "}")
                        .replaceAll("(?s),\\s*\"agreedAt\" : \"[^\"]*\"\\s*\\}", "}");
        assertThat(old).doesNotContain("amendment", "agreement");

        Object read =
                serializer.deserialize(
                        new SimpleSerializedObject<>(
                                old.getBytes(StandardCharsets.UTF_8),
                                byte[].class,
                                "subscription.lines_changed",
                                "1"));

        assertThat(read)
                .isInstanceOfSatisfying(
                        SubscriptionEvent.LinesChanged.class,
                        event -> {
                            assertThat(event.amendment()).isNull();
                            assertThat(event.added())
                                    .allMatch(line -> line.agreement().equals(LineAgreement.NONE));
                            assertThat(event.ended()).allMatch(end -> end.agreedAt() == null);
                        });
    }

    @Test
    void aRefundFromBeforeWalletsTookAnyGoesBackTheWayItCame() {
        String old =
                """
                {"paymentId":"pay_01HGHHNB80GJS801S4NMGYQ5H8",
                "invoiceId":"inv_01HGHHNB80EB6PF4GH7G4RWCT9",
                "refundId":"refund_01HGHHNB8069R0WCRE3RHMVY8E",
                "amount":{"amount":"5.00","currency":"USD"},
                "reference":"re_1","refundedAt":"2023-12-02T02:00:00Z"}
                """;

        assertThat(Wire.mapper().readValue(old, PaymentEvent.Refunded.class).toWalletOf()).isNull();
    }
}
