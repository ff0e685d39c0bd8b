package io.tallybook.core.catalogue;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;

/** A group. */
public record GroupView(GroupId id, Scope scope, GroupDocument group, Stamp stamp)
        implements View {}
