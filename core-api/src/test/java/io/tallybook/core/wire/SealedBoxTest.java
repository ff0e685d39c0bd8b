package io.tallybook.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tallybook.core.customer.CustomerEvent;
import io.tallybook.core.customer.PersonalData;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import javax.crypto.SecretKey;
import org.axonframework.serialization.SerializedObject;
import org.junit.jupiter.api.Test;

class SealedBoxTest {
    private static final byte[] PLAIN = "Ada Lovelace".getBytes(StandardCharsets.UTF_8);

    private final SecretKey key = SealedBox.freshKey();
    private final SealedBox box = SealedBox.create();

    @Test
    void whatWasSealedIsOpenedByItsKey() {
        assertThat(SealedBox.open(key, "cust_1", box.seal(key, "cust_1", PLAIN))).isEqualTo(PLAIN);
    }

    @Test
    void theSameTextSealedTwiceLooksDifferent() {
        assertThat(box.seal(key, "cust_1", PLAIN)).isNotEqualTo(box.seal(key, "cust_1", PLAIN));
    }

    @Test
    void anotherKeyOpensNothing() {
        String sealed = box.seal(key, "cust_1", PLAIN);
        assertThatThrownBy(() -> SealedBox.open(SealedBox.freshKey(), "cust_1", sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cust_1");
    }

    @Test
    void whatWasSealedForOneIsNotOpenedForAnother() {
        String sealed = box.seal(key, "cust_1", PLAIN);
        assertThatThrownBy(() -> SealedBox.open(key, "cust_2", sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSealThatWasTamperedWithIsNotOpened() {
        byte[] bytes = Base64.getDecoder().decode(box.seal(key, "cust_1", PLAIN));
        bytes[bytes.length - 1] ^= 1;
        String sealed = Base64.getEncoder().encodeToString(bytes);
        assertThatThrownBy(() -> SealedBox.open(key, "cust_1", sealed))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theStoredEventSaysNothingOfThePerson() {
        EventSerializer serializer = EventSerializer.createInMemory();
        CustomerEvent.Created event = created();
        byte[] stored = serializer.serialize(event, byte[].class).getData();
        assertThat(new String(stored, StandardCharsets.UTF_8))
                .contains("acme", "sealed")
                .doesNotContain("Ada", "example.com", "Linden", "import", "DE123456789", "cus_1");
    }

    @Test
    void onceTheKeyIsDestroyedTheEventIsReadAsErased() {
        KeysInMemory keys = new KeysInMemory(SealedBox::freshKey);
        EventSerializer serializer = EventSerializer.create(keys, box);
        CustomerEvent.Created event = created();
        SerializedObject<byte[]> stored = serializer.serialize(event, byte[].class);
        keys.destroy(event.customerId().value());
        CustomerEvent.Created read = serializer.deserialize(stored);
        assertThat(read.personal()).isEqualTo(PersonalData.ERASED);
        assertThat(read.metadata()).isEqualTo(Map.of());
        assertThat(read.externalId()).isEqualTo("acme");
        assertThatThrownBy(() -> serializer.serialize(event, byte[].class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("destroyed");
    }

    private static CustomerEvent.Created created() {
        return EventSamples.all().stream()
                .filter(CustomerEvent.Created.class::isInstance)
                .map(CustomerEvent.Created.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
