/** Lists and searches: paging, order, criteria. */
@NullMarked
package io.tallybook.api.flexprice.list;

import org.jspecify.annotations.NullMarked;
