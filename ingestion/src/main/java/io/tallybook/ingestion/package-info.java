@NullMarked
package io.tallybook.ingestion;

import org.jspecify.annotations.NullMarked;
