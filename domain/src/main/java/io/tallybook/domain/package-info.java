/** The rule book: everything that decides an amount, with no framework, clock or I/O. */
@NullMarked
package io.tallybook.domain;

import org.jspecify.annotations.NullMarked;
