/** What a customer may use: access, allowances and their resets, summed over every source. */
@NullMarked
package io.tallybook.domain.entitlement;

import org.jspecify.annotations.NullMarked;
