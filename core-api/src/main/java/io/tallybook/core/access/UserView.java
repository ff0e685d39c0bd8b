package io.tallybook.core.access;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** A user. */
public record UserView(UserId id, Scope scope, UserDocument user, Stamp stamp) implements View {}
