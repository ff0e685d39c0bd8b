/** Whether everything that came in can be accounted for, and to whom that is said. */
@NullMarked
package io.tallybook.ingestion.account;

import org.jspecify.annotations.NullMarked;
