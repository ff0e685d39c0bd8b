/** The routes of credit grants. */
@NullMarked
package io.tallybook.api.flexprice.creditgrant;

import org.jspecify.annotations.NullMarked;
