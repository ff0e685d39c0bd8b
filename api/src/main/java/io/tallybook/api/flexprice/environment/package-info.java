/** The clock of an environment. */
@NullMarked
package io.tallybook.api.flexprice.environment;

import org.jspecify.annotations.NullMarked;
