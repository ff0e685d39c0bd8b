/** Usage in: acknowledged means durable. */
@NullMarked
package io.tallybook.ingestion.intake;

import org.jspecify.annotations.NullMarked;
