/** Axon, said explicitly: what its auto-configuration would guess wrong or leave to chance. */
@NullMarked
package io.tallybook.app.axon;

import org.jspecify.annotations.NullMarked;
