package io.tallybook.command.invoice;

import static io.tallybook.command.Some.METER;
import static io.tallybook.command.Some.PRICE;
import static io.tallybook.command.Some.at;
import static io.tallybook.command.Some.decimal;
import static io.tallybook.command.Some.invoiceLine;
import static io.tallybook.command.Some.lineItem;
import static io.tallybook.command.Some.transaction;
import static io.tallybook.command.Some.ulid;
import static io.tallybook.command.Some.usd;

import io.tallybook.command.Decision;
import io.tallybook.command.Prices;
import io.tallybook.core.invoice.CreditBurnt;
import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.invoice.InvoiceEvent;
import io.tallybook.core.invoice.InvoiceLineInput;
import io.tallybook.core.usage.Sharer;
import io.tallybook.core.usage.UsageReading;
import io.tallybook.core.wallet.WalletId;
import io.tallybook.domain.time.BillingPeriod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines for invoices of November 2023. */
final class Lines {
    static final BillingPeriod NOVEMBER =
            new BillingPeriod(at("2023-11-01T00:00:00Z"), at("2023-12-01T00:00:00Z"));

    private Lines() {}

    static InvoiceLineInput fixed(String name, Prices price, String quantity) {
        return line(name, price, quantity, null);
    }

    static InvoiceLineInput usage(String name, Prices price, String quantity) {
        return line(name, price, quantity, reading(quantity));
    }

    static InvoiceLineInput withoutReading(String name, Prices price, String quantity) {
        return line(name, price, quantity, null);
    }

    static InvoiceLineInput misread(String name, Prices price, String quantity, String read) {
        return line(name, price, quantity, reading(read));
    }

    static InvoiceLineInput shared(String name, Prices price, String quantity, Sharer... with) {
        UsageReading alone = reading(quantity);
        return line(
                name,
                price,
                quantity,
                new UsageReading(
                        alone.meterId(),
                        alone.externalCustomerId(),
                        alone.period(),
                        alone.quantity(),
                        alone.eventCount(),
                        alone.watermark(),
                        alone.digest(),
                        null,
                        null,
                        List.of(with)));
    }

    static CreditBurnt credit(String name, String amount) {
        return new CreditBurnt(WalletId.of(ulid(name)), transaction(name), usd(amount));
    }

    /** What the decider makes of a draft. */
    static InvoiceEvent computed(InvoiceEvent.Opened opened, InvoiceCommand.Compute c) {
        return switch (InvoiceDecider.compute(new InvoiceState.Absent().evolve(opened), c)) {
            case Decision.Accepted<InvoiceEvent>(var events) -> events.getFirst();
            case Decision.AlreadyDone<InvoiceEvent>() -> throw new AssertionError("done already");
            case Decision.Refused<InvoiceEvent>(var rejection) ->
                    throw new AssertionError(rejection.message());
        };
    }

    private static UsageReading reading(String quantity) {
        return new UsageReading(METER, "acme", NOVEMBER, decimal(quantity), 7, "0:10,1:20", "00ff");
    }

    private static InvoiceLineInput line(
            String name, Prices price, String quantity, @Nullable UsageReading reading) {
        return new InvoiceLineInput(
                invoiceLine(name),
                lineItem(name),
                PRICE,
                price.build(),
                name,
                "Pro",
                NOVEMBER,
                decimal(quantity),
                reading);
    }
}
