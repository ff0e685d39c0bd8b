package io.tallybook.app.axon;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.common.IdentifierFactory;

/**
 * Names messages, events among them: UUIDs of version 7 (RFC 9562) whose moment is that at which
 * this program began, and whose last part counts on from a random number.
 *
 * <p>Each message has a name, most of which nobody reads: chance for each of them took longer than
 * making the message. Names that follow each other lie side by side in the index of the event
 * store, so that an insert of many events changes a page or two, not one for each.
 */
public final class MessageIds extends IdentifierFactory {
    private static final int RANDOM_HIGH = 0x1000;
    private static final long VERSION = 0x7000;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long COUNTER = 0x3FFF_FFFF_FFFF_FFFFL;

    private final long high;
    private final AtomicLong count;

    /** For the framework, which looks it up as a service. */
    public MessageIds() {
        this(System.currentTimeMillis(), new SecureRandom());
    }

    MessageIds(long beganMillis, SecureRandom random) {
        high = (beganMillis << 16) | VERSION | random.nextInt(RANDOM_HIGH);
        count = new AtomicLong(random.nextLong());
    }

    @Override
    public String generateIdentifier() {
        return new UUID(high, VARIANT | (count.getAndIncrement() & COUNTER)).toString();
    }
}
