/** Lists: paging, criteria and order. */
@NullMarked
package io.tallybook.core.search;

import org.jspecify.annotations.NullMarked;
