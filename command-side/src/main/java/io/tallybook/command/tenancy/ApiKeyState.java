package io.tallybook.command.tenancy;

import io.tallybook.core.tenancy.ApiKeyEvent;

/** What an API key is, as far as its rules need it. */
sealed interface ApiKeyState {
    /** It does not exist yet. */
    record Absent() implements ApiKeyState {}

    /** It exists, as it was made. */
    record Issued(ApiKeyEvent.Issued issued) implements ApiKeyState {}

    default ApiKeyState evolve(ApiKeyEvent event) {
        return switch (event) {
            case ApiKeyEvent.Issued made -> new Issued(made);
        };
    }
}
