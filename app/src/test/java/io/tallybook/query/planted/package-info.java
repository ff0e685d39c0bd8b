/** Violations planted on purpose: each rule of the house must catch its own. */
@NullMarked
package io.tallybook.query.planted;

import org.jspecify.annotations.NullMarked;
