/** What is seen of tax rates and of who bears them. */
@NullMarked
package io.tallybook.query.tax;

import org.jspecify.annotations.NullMarked;
