/** The view of notices. */
@NullMarked
package io.tallybook.query.notice;

import org.jspecify.annotations.NullMarked;
