/** What happened to an entity, and what it was at any moment. */
@NullMarked
package io.tallybook.api.audit;

import org.jspecify.annotations.NullMarked;
