package io.tallybook.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.Scope;
import io.tallybook.core.Ulid;
import io.tallybook.core.customer.CustomerId;
import io.tallybook.core.invoice.BillingReason;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceId;
import io.tallybook.core.invoice.InvoiceOpening;
import io.tallybook.core.invoice.InvoiceTotals;
import io.tallybook.core.tenancy.EnvironmentId;
import io.tallybook.core.tenancy.TenantId;
import io.tallybook.core.wallet.TransactionDocument;
import io.tallybook.core.wallet.TransactionDocument.Reason;
import io.tallybook.core.wallet.WalletDocument;
import io.tallybook.core.wallet.WalletEvent;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.core.wallet.WalletTransactionId;
import io.tallybook.domain.ledger.AccountKind;
import io.tallybook.domain.ledger.LedgerUnit;
import io.tallybook.domain.money.CurrencyCode;
import io.tallybook.domain.money.Money;
import io.tallybook.domain.time.BillingPeriod;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The story that docs/ledger.md tells, through the books themselves. */
class WorkedLedgerTest {
    private static final Path PAGE = Path.of("..", "docs", "ledger.md");
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final CurrencyCode USD = CurrencyCode.of("USD");
    private static final CustomerId CUSTOMER = CustomerId.of(ulid("customer"));
    private static final WalletId WALLET = WalletId.of(ulid("wallet"));
    private static final InvoiceId INVOICE = InvoiceId.of(ulid("invoice"));
    private static final Scope SCOPE =
            new Scope(TenantId.of(ulid("tenant")), EnvironmentId.of(ulid("environment")));

    /** The columns of the page. */
    private static final List<AccountKind> COLUMNS =
            List.of(
                    AccountKind.CASH,
                    AccountKind.PROMOTIONS,
                    AccountKind.WALLET,
                    AccountKind.CREDITS_IN_TRANSIT,
                    AccountKind.RECEIVABLE,
                    AccountKind.REVENUE);

    private final Map<AccountKind, BigDecimal> money = new EnumMap<>(AccountKind.class);

    private void post(Booked<?> booked) {
        booked.journal().postings().stream()
                .filter(posting -> posting.account().unit().equals(new LedgerUnit("USD")))
                .forEach(p -> money.merge(p.account().kind(), p.amount(), BigDecimal::add));
    }

    private List<String> row() {
        return COLUMNS.stream()
                .map(kind -> money.getOrDefault(kind, BigDecimal.ZERO).stripTrailingZeros())
                .map(BigDecimal::toPlainString)
                .toList();
    }

    /** The numbers of the page's two sums. */
    private static List<List<String>> sums() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.stripTrailing().endsWith("sum 0"))
                .map(line -> line.substring(0, line.indexOf("sum")).strip())
                .map(line -> Arrays.asList(line.split("\\s+")))
                .toList();
    }

    @Test
    void itsSumsAreThoseOfThePage() throws IOException {
        var created =
                new WalletEvent.Created(
                        WALLET,
                        SCOPE,
                        new WalletDocument(
                                CUSTOMER,
                                USD,
                                null,
                                null,
                                new BigDecimal("0.50"),
                                new BigDecimal("0.40"),
                                Map.of()));
        var opening =
                new InvoiceOpening(
                        null,
                        CUSTOMER,
                        USD,
                        BillingReason.MANUAL,
                        0,
                        new BillingPeriod(NOW, NOW.plusSeconds(86_400)),
                        NOW);
        WalletBook wallet = WalletBook.on(null, created).book();
        wallet =
                posted(
                        wallet,
                        new WalletEvent.ToppedUp(
                                WALLET,
                                moved(Reason.PURCHASED_CREDIT_DIRECT, "100", "50.00", "0")));
        wallet =
                posted(
                        wallet,
                        new WalletEvent.Debited(
                                WALLET,
                                INVOICE,
                                moved(Reason.INVOICE_PAYMENT, "24", "12.00", "100")));
        InvoiceBook invoice =
                InvoiceBook.on(null, new InvoiceEvent.Opened(INVOICE, SCOPE, opening)).book();
        invoice =
                posted(
                        invoice,
                        new InvoiceEvent.Finalized(
                                INVOICE,
                                "INV-1",
                                NOW,
                                NOW,
                                List.of(),
                                List.of(),
                                new InvoiceTotals(
                                        usd("12"), usd("0"), usd("12"), usd("0"), usd("0"))));
        assertThat(row()).isEqualTo(sums().getFirst());
        WalletTransactionId debit = WalletTransactionId.of(ulid("INVOICE_PAYMENT"));
        posted(
                invoice,
                new InvoiceEvent.Voided(
                        INVOICE, NOW, List.of(new CreditBurnt(WALLET, debit, usd("12"))), null));
        posted(
                wallet,
                new WalletEvent.GivenBack(
                        WALLET, debit, moved(Reason.INVOICE_VOID_REFUND, "24", "12.00", "76")));
        assertThat(row()).isEqualTo(sums().getLast());
        assertThat(sums()).hasSize(2);
    }

    private WalletBook posted(WalletBook before, WalletEvent event) {
        Booked<WalletBook> booked = WalletBook.on(before, event);
        post(booked);
        return booked.book();
    }

    private InvoiceBook posted(InvoiceBook before, InvoiceEvent event) {
        Booked<InvoiceBook> booked = InvoiceBook.on(before, event);
        post(booked);
        return booked.book();
    }

    private static TransactionDocument moved(
            Reason reason, String credits, String amount, String before) {
        boolean out = reason == Reason.INVOICE_PAYMENT;
        BigDecimal moved = new BigDecimal(credits);
        BigDecimal was = new BigDecimal(before);
        return new TransactionDocument(
                WalletTransactionId.of(ulid(reason.name())),
                out ? TransactionDocument.Type.DEBIT : TransactionDocument.Type.CREDIT,
                reason,
                moved,
                usd(amount),
                was,
                out ? was.subtract(moved) : was.add(moved),
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of());
    }

    private static Money usd(String amount) {
        return Money.of(new BigDecimal(amount), USD);
    }

    private static Ulid ulid(String name) {
        return Ulid.derived(NOW, name);
    }
}
