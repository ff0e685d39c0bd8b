/** What happened to an entity, and what it was at any moment. */
@NullMarked
package io.tallybook.core.audit;

import org.jspecify.annotations.NullMarked;
