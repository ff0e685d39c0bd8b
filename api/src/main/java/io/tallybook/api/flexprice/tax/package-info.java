/** Tax rates and who bears them, over HTTP. */
@NullMarked
package io.tallybook.api.flexprice.tax;

import org.jspecify.annotations.NullMarked;
