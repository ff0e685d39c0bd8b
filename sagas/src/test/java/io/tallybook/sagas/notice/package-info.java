/** Rules of what is told and of what stays unpaid. */
@NullMarked
package io.tallybook.sagas.notice;

import org.jspecify.annotations.NullMarked;
