/**
 * The contract between the modules: commands, events, queries, views and ids; records without
 * behaviour.
 */
@NullMarked
package io.tallybook.core;

import org.jspecify.annotations.NullMarked;
