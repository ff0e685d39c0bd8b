package io.tallybook.core.customer;

import io.soabase.recordbuilder.core.RecordBuilder;
import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import java.util.Map;

/** A customer. */
@RecordBuilder
public record CustomerView(
        CustomerId id,
        Scope scope,
        String externalId,
        PersonalData personal,
        String timezone,
        Map<String, String> metadata,
        CustomerTerms terms,
        PersonalDataState personalState,
        Stamp stamp)
        implements View {
    /** Whether its personal data can still be read. */
    public enum PersonalDataState {
        HELD,
        ERASED
    }

    public CustomerView {
        metadata = Map.copyOf(metadata);
    }
}
