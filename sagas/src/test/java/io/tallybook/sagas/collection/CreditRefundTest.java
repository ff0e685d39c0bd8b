package io.tallybook.sagas.collection;

import static io.tallybook.sagas.Samples.CUSTOMER;
import static io.tallybook.sagas.Samples.DECEMBER;
import static io.tallybook.sagas.Samples.INVOICE;
import static io.tallybook.sagas.Samples.at;
import static io.tallybook.sagas.Samples.usd;
import static io.tallybook.sagas.Samples.wallet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.payment.PaymentEvent.Refunded;
import io.tallybook.core.payment.PaymentId;
import io.tallybook.core.payment.RefundId;
import io.tallybook.core.wallet.WalletCommand;
import io.tallybook.sagas.Samples;
import org.junit.jupiter.api.Test;

class CreditRefundTest {
    private static final PaymentId PAYMENT = PaymentId.of(Samples.ulid("payment"));

    private static Refunded refunded() {
        return new Refunded(
                PAYMENT,
                INVOICE,
                RefundId.ofExcess(INVOICE, PAYMENT, usd("50.00")),
                usd("20.00"),
                null,
                DECEMBER,
                CUSTOMER);
    }

    @Test
    void whatGoesBackByAWalletComesInOnceForEachRefund() {
        GivenToWallet gift = CreditRefund.gift(refunded(), CUSTOMER);

        assertThat(gift.into(wallet("one"), at(DECEMBER)))
                .singleElement()
                .isInstanceOfSatisfying(
                        WalletCommand.TopUp.class,
                        topUp -> {
                            assertThat(topUp.credits()).isEqualByComparingTo("20");
                            assertThat(topUp.idempotencyKey())
                                    .isEqualTo(refunded().refundId().value());
                        });
        assertThat(CreditRefund.gift(refunded(), CUSTOMER)).isEqualTo(gift);
    }

    @Test
    void aCustomerWithoutAWalletIsOpenedOneFirst() {
        GivenToWallet gift = CreditRefund.gift(refunded(), CUSTOMER);

        assertThat(gift.into(gift.own(), at(DECEMBER)))
                .hasSize(2)
                .first()
                .isInstanceOf(WalletCommand.Create.class);
    }

    @Test
    void theSameExcessOfTheSamePaymentIsTheSameRefund() {
        assertThat(RefundId.ofExcess(INVOICE, PAYMENT, usd("50.00")))
                .isEqualTo(RefundId.ofExcess(INVOICE, PAYMENT, usd("50.00")))
                .isNotEqualTo(RefundId.ofExcess(INVOICE, PAYMENT, usd("30.00")));
    }
}
