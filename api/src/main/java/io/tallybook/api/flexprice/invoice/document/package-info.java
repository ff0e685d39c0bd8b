/** An invoice as a document for people. */
@NullMarked
package io.tallybook.api.flexprice.invoice.document;

import org.jspecify.annotations.NullMarked;
