package io.tallybook.command.notice;

import static io.tallybook.command.Some.CUSTOMER;
import static io.tallybook.command.Some.INVOICE;
import static io.tallybook.command.Some.NOW;
import static io.tallybook.command.Some.OTHER_SCOPE;
import static io.tallybook.command.Some.SCOPE;
import static io.tallybook.command.Some.SUBSCRIPTION;
import static io.tallybook.command.Some.ulid;

import io.tallybook.command.Spec;
import io.tallybook.core.Rejection.Reason;
import io.tallybook.core.Scope;
import io.tallybook.core.notice.NoticeCommand;
import io.tallybook.core.notice.NoticeDocument;
import io.tallybook.core.notice.NoticeEvent;
import io.tallybook.core.notice.NoticeId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NoticeTest {
    private static final NoticeId NOTICE = NoticeId.of(ulid("notice"));

    private final Spec<Notice> notice = Spec.of(Notice.class);

    private static NoticeDocument overdue(String amount) {
        return new NoticeDocument(
                NoticeDocument.Type.PAYMENT_OVERDUE,
                CUSTOMER,
                SUBSCRIPTION,
                INVOICE,
                null,
                Map.of("amount", amount));
    }

    private static NoticeCommand.Tell tell(Scope scope, String amount) {
        return new NoticeCommand.Tell(NOTICE, scope, NOW, overdue(amount));
    }

    private static NoticeEvent.Told told(String amount) {
        return new NoticeEvent.Told(NOTICE, SCOPE, overdue(amount), NOW);
    }

    @Test
    void somethingIsTold() {
        notice.when(tell(SCOPE, "20.00")).happens(NOTICE, told("20.00"));
    }

    @Test
    void nothingIsToldTwiceWhateverIsKnownByNow() {
        notice.given(told("20.00")).when(tell(SCOPE, "20.00")).nothingHappens(NOTICE);
        notice.given(told("20.00")).when(tell(SCOPE, "10.00")).nothingHappens(NOTICE);
    }

    @Test
    void fromAnotherScopeItIsNotThere() {
        notice.given(told("20.00")).when(tell(OTHER_SCOPE, "20.00")).isRefused(Reason.NOT_FOUND);
    }
}
