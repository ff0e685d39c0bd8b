package io.tallybook.command.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tallybook.core.invoice.InvoiceCommand;
import io.tallybook.core.tenancy.ApiKeyCommand;
import io.tallybook.core.wallet.WalletCommand;
import org.junit.jupiter.api.Test;

class CommandNamesTest {
    @Test
    void aCommandIsNamedAfterItsEntityAndWhatIsAskedOfIt() {
        assertThat(CommandNames.of(WalletCommand.Debit.class)).isEqualTo("wallet.debit");
        assertThat(CommandNames.of(WalletCommand.TopUp.class)).isEqualTo("wallet.top_up");
        assertThat(CommandNames.of(ApiKeyCommand.Issue.class)).isEqualTo("api_key.issue");
        assertThat(CommandNames.of(InvoiceCommand.RequestFinalization.class))
                .isEqualTo("invoice.request_finalization");
    }
}
