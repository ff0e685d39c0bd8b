package io.tallybook.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.access.RoleEvent;
import io.tallybook.core.access.UserEvent;
import io.tallybook.core.alert.AlertEvent;
import io.tallybook.core.alert.AlertSettingsEvent;
import io.tallybook.core.catalogue.AddonEvent;
import io.tallybook.core.catalogue.FeatureEvent;
import io.tallybook.core.catalogue.GroupEvent;
import io.tallybook.core.catalogue.MeterEvent;
import io.tallybook.core.catalogue.PlanEvent;
import io.tallybook.core.catalogue.PriceBatchEvent;
import io.tallybook.core.catalogue.PriceEvent;
import io.tallybook.core.catalogue.PriceUnitEvent;
import io.tallybook.core.creditgrant.CreditGrantEvent;
import io.tallybook.core.creditnote.CreditNoteEvent;
import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.discount.CouponAssociationEvent;
import io.tallybook.core.discount.CouponEvent;
import io.tallybook.core.entitlement.EntitlementEvent;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.notice.NoticeEvent;
import io.tallybook.core.payment.PaymentEvent;
import io.tallybook.core.plansync.PlanSyncEvent;
import io.tallybook.core.subscription.SubscriptionEvent;
import io.tallybook.core.tax.TaxAssociationEvent;
import io.tallybook.core.tax.TaxRateEvent;
import io.tallybook.core.tenancy.ApiKeyEvent;
import io.tallybook.core.tenancy.EnvironmentEvent;
import io.tallybook.core.tenancy.SettingEvent;
import io.tallybook.core.tenancy.TenantEvent;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.testkit.GoldenFile;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class EventSerializerTest {
    private static final Path SAMPLES = Path.of("src", "main", "resources", "event-samples");
    private static final List<Class<?>> FAMILIES =
            List.of(
                    EnvironmentEvent.class,
                    ApiKeyEvent.class,
                    TenantEvent.class,
                    SettingEvent.class,
                    UserEvent.class,
                    RoleEvent.class,
                    CustomerEvent.class,
                    MeterEvent.class,
                    FeatureEvent.class,
                    GroupEvent.class,
                    PlanEvent.class,
                    PlanSyncEvent.class,
                    PriceEvent.class,
                    PriceBatchEvent.class,
                    PriceUnitEvent.class,
                    AddonEvent.class,
                    AlertSettingsEvent.class,
                    AlertEvent.class,
                    NoticeEvent.class,
                    CouponEvent.class,
                    CouponAssociationEvent.class,
                    TaxAssociationEvent.class,
                    TaxRateEvent.class,
                    EntitlementEvent.class,
                    SubscriptionEvent.class,
                    InvoiceEvent.class,
                    CreditGrantEvent.class,
                    WalletEvent.class,
                    CreditNoteEvent.class,
                    PaymentEvent.class);

    private final EventSerializer serializer =
            EventSerializer.create(
                    new KeysInMemory(() -> new SecretKeySpec(new byte[32], "AES")),
                    new SealedBox(() -> new byte[SealedBox.NONCE_BYTES]));

    static Stream<Object> samples() {
        return EventSamples.all().stream();
    }

    static Stream<EventNames.Name> names() {
        return EventNames.all().stream();
    }

    private static Path file(EventNames.Name name) {
        return SAMPLES.resolve(name.name() + ".v" + name.version() + ".json");
    }

    private static EventNames.Name name(Object event) {
        return EventNames.of(event.getClass()).orElseThrow();
    }

    private Object read(String name, String version, String json) {
        return serializer.deserialize(
                new SimpleSerializedObject<>(
                        json.getBytes(StandardCharsets.UTF_8), byte[].class, name, version));
    }

    @Test
    void everyEventHasANameAndEveryNameAnEvent() {
        List<Class<?>> events = FAMILIES.stream().flatMap(EventSerializerTest::members).toList();
        assertThat(EventNames.all())
                .extracting(EventNames.Name::type)
                .containsExactlyInAnyOrderElementsOf(events);
    }

    private static Stream<Class<?>> members(Class<?> family) {
        return family.isSealed()
                ? Stream.of(family.getPermittedSubclasses()).flatMap(EventSerializerTest::members)
                : Stream.of(family);
    }

    @Test
    void everyNameHasASampleAndEverySampleAName() throws IOException {
        assertThat(samples().map(e -> name(e).name()))
                .containsExactlyInAnyOrderElementsOf(names().map(EventNames.Name::name).toList());
        try (Stream<Path> files = Files.list(SAMPLES)) {
            assertThat(files)
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(
                                            names().map(EventSerializerTest::file),
                                            OldEventsTest.samples())
                                    .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anEventIsWrittenAsItsSample(Object event) {
        SerializedObject<byte[]> written = serializer.serialize(event, byte[].class);
        EventNames.Name name = name(event);
        assertThat(written.getType().getName()).isEqualTo(name.name());
        assertThat(written.getType().getRevision()).isEqualTo(name.version());
        JsonNode json = Wire.mapper().readTree(written.getData());
        GoldenFile.assertMatches(
                file(name),
                Wire.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(json));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleIsReadAsItsEvent(Object event) throws IOException {
        EventNames.Name name = name(event);
        assertThat(read(name.name(), name.version(), Files.readString(file(name))))
                .isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void anEventIsTheSameAfterPassingAnUpcastersTree(Object event) {
        SerializedObject<JsonNode> tree = serializer.serialize(event, JsonNode.class);
        assertThat(serializer.<JsonNode, Object>deserialize(tree)).isEqualTo(event);
    }

    @Test
    void samplesTravelWithTheContract() throws IOException {
        for (EventNames.Name name : EventNames.all()) {
            String resource = "/event-samples/" + file(name).getFileName();
            try (InputStream in = EventNames.class.getResourceAsStream(resource)) {
                assertThat(in).as(resource).isNotNull();
            }
        }
    }

    @Test
    void anUnknownNameIsNotPassedOverInSilence() {
        assertThatThrownBy(() -> read("subscription.teleported", "1", "{}"))
                .isInstanceOf(UnknownEventName.class)
                .hasMessageContaining("subscription.teleported");
    }

    @Test
    void anUnknownVersionIsNotPassedOverInSilence() {
        assertThatThrownBy(() -> read("subscription.renewed", "2", "{}"))
                .isInstanceOf(UnknownEventName.class)
                .hasMessageContaining("'2'");
        assertThatThrownBy(
                        () ->
                                serializer.deserialize(
                                        new SimpleSerializedObject<>(
                                                new byte[0],
                                                byte[].class,
                                                "subscription.renewed",
                                                null)))
                .isInstanceOf(UnknownEventName.class);
    }

    @Test
    void aClassNameIsNoEventName() {
        assertThatThrownBy(() -> read(SubscriptionEvent.Renewed.class.getName(), "1", "{}"))
                .isInstanceOf(UnknownEventName.class);
    }

    @Test
    void aMissingAmountIsLoud() {
        assertThatThrownBy(
                        () ->
                                read(
                                        "subscription.renewed",
                                        "1",
                                        "{\"subscriptionId\":\"subs_01HE42W2000000000000000000\"}"))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void aFieldOfALaterProgramIsLeftAlone() throws IOException {
        Object event = EventSamples.all().get(1);
        EventNames.Name name = name(event);
        String json = Files.readString(file(name)).replaceFirst("\\{", "{\"mood\": \"good\",");
        assertThat(read(name.name(), name.version(), json)).isEqualTo(event);
    }

    /** What an old event might hold as a JSON number must not melt on its way through a tree. */
    @Test
    void decimalsPassATreeToTheLastDigit() {
        for (String digits :
                List.of(
                        "0.1234567890123456789012345",
                        "1.10",
                        "100",
                        "99999999999999999999.999999999999999999")) {
            String json = "{\"number\":" + digits + ",\"text\":\"" + digits + "\"}";
            JsonNode tree =
                    serializer
                            .getConverter()
                            .convert(
                                    new SimpleSerializedObject<>(
                                            json.getBytes(StandardCharsets.UTF_8),
                                            byte[].class,
                                            "any",
                                            "1"),
                                    JsonNode.class)
                            .getData();
            byte[] bytes =
                    serializer
                            .getConverter()
                            .convert(
                                    new SimpleSerializedObject<>(tree, JsonNode.class, "any", "1"),
                                    byte[].class)
                            .getData();
            assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(json);
            assertThat(tree.get("number").decimalValue()).isEqualTo(new BigDecimal(digits));
        }
    }

    @Test
    void metadataKeepsItsOwnName() {
        MetaData meta = MetaData.with("tenant", "tenant_1").and("actor", "key_1");
        SerializedObject<byte[]> written = serializer.serialize(meta, byte[].class);
        assertThat(serializer.<byte[], Object>deserialize(written)).isEqualTo(meta);
    }
}
