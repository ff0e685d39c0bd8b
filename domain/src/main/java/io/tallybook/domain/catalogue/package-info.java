/**
 * What may be sold and at what price: models, tiers, commitments, and the proof that a price is
 * sound.
 */
@NullMarked
package io.tallybook.domain.catalogue;

import org.jspecify.annotations.NullMarked;
