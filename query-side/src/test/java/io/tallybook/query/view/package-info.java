/** Reading and writing of the view tables. */
@NullMarked
package io.tallybook.query.view;

import org.jspecify.annotations.NullMarked;
