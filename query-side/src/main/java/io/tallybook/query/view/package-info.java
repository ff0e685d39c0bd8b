/** How events become rows and rows become answers: one mechanism for every view. */
@NullMarked
package io.tallybook.query.view;

import org.jspecify.annotations.NullMarked;
