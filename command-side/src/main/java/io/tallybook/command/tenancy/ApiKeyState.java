package io.tallybook.command.tenancy;

import io.tallybook.core.tenancy.ApiKeyEvent;
import io.tallybook.core.tenancy.KeyTerms;

/** What an API key is, as far as its rules need it. */
sealed interface ApiKeyState {
    /** It does not exist yet. */
    record Absent() implements ApiKeyState {}

    /**
     * It exists.
     *
     * @param issued as it was made, by which a repeated creation is recognised
     * @param terms on which it works now
     */
    record Issued(ApiKeyEvent.Issued issued, KeyTerms terms) implements ApiKeyState {}

    /** It was withdrawn. */
    record Revoked(ApiKeyEvent.Issued issued) implements ApiKeyState {}

    default ApiKeyState evolve(ApiKeyEvent event) {
        return switch (event) {
            case ApiKeyEvent.Issued made -> new Issued(made, made.termsOrOwner());
            case ApiKeyEvent.TermsSet set ->
                    switch (this) {
                        case Issued known -> new Issued(known.issued(), set.terms());
                        case Absent absent -> absent;
                        case Revoked revoked -> revoked;
                    };
            case ApiKeyEvent.Revoked _ ->
                    switch (this) {
                        case Issued known -> new Revoked(known.issued());
                        case Absent absent -> absent;
                        case Revoked revoked -> revoked;
                    };
        };
    }
}
