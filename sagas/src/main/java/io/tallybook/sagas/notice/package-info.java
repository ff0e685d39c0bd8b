/** Tells of what comes, and of what is not paid; ends what stays unpaid. */
@NullMarked
package io.tallybook.sagas.notice;

import org.jspecify.annotations.NullMarked;
