/** What somebody was told. */
@NullMarked
package io.tallybook.command.notice;

import org.jspecify.annotations.NullMarked;
