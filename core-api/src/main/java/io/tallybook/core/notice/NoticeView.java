package io.tallybook.core.notice;

import io.tallybook.core.Scope;
import io.tallybook.core.Stamp;
import io.tallybook.core.View;
import java.time.Instant;

/** What was told. */
public record NoticeView(
        NoticeId id, Scope scope, NoticeDocument notice, Instant toldAt, Stamp stamp)
        implements View {}
