//! The functions of JMESPath: what they take and what they give, as in Python's `jmespath` 1.1.0 (2026-11-23).
//!
//! An expression that calls another function, or one of these with other arguments, is compiled nonetheless; the AWS CLI fails
//! when it has the service's answer and evaluates the expression.

/// A function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// Its arguments in order: for each, the kinds of value that it may be.
    pub parameters: &'static [&'static [Argument]],
    /// Whether the last argument may come again, as often as one likes.
    pub variadic: bool,
    /// What it gives.
    pub gives: Gives,
}

/// A kind of value that an argument may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Any value, null included.
    Any,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array of anything.
    Array,
    /// An array of numbers only.
    Numbers,
    /// An array of strings only.
    Strings,
    /// An object.
    Object,
    /// An expression that is evaluated on each element of the function's array and gives anything: `&name`.
    Expression,
    /// The same, but it has to give a number or a string.
    SortKey,
}

/// What a function gives. Arguments are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// A number.
    Number,
    /// A number, or null of what has none to give.
    NumberOrNull,
    /// A string.
    String,
    /// `true` or `false`.
    Boolean,
    /// An array of strings.
    Strings,
    /// An object with the members of all arguments.
    Merged,
    /// What an argument is.
    Same(usize),
    /// An element of an argument, or null of an empty one.
    Element(usize),
    /// One of the arguments, or null.
    OneOf,
    /// An array of the values that an object's members have; the argument is the object.
    Values(usize),
    /// An array of what an expression gives; the argument is the expression.
    Results(usize),
    /// An argument if it is an array, or an array that holds it alone.
    Wrapped(usize),
}

/// The function with a name.
pub fn find(name: &str) -> Option<&'static Function> {
    let place = FUNCTIONS.binary_search_by_key(&name, |function| function.name).ok()?;
    FUNCTIONS.get(place)
}

const ANY: &[Argument] = &[Argument::Any];
const NUMBER: &[Argument] = &[Argument::Number];
const NUMBERS: &[Argument] = &[Argument::Numbers];
const SORTABLE: &[Argument] = &[Argument::Numbers, Argument::Strings];
const STRING: &[Argument] = &[Argument::String];
const STRINGS: &[Argument] = &[Argument::Strings];
const ARRAY: &[Argument] = &[Argument::Array];
const SEQUENCE: &[Argument] = &[Argument::Array, Argument::String];
const SIZED: &[Argument] = &[Argument::String, Argument::Array, Argument::Object];
const OBJECT: &[Argument] = &[Argument::Object];
const EXPRESSION: &[Argument] = &[Argument::Expression];
const SORT_KEY: &[Argument] = &[Argument::SortKey];

/// All of them, in the order of their names.
pub const FUNCTIONS: [Function; 26] = [
    function("abs", &[NUMBER], Gives::Number),
    function("avg", &[NUMBERS], Gives::NumberOrNull),
    function("ceil", &[NUMBER], Gives::Number),
    function("contains", &[SEQUENCE, ANY], Gives::Boolean),
    function("ends_with", &[STRING, STRING], Gives::Boolean),
    function("floor", &[NUMBER], Gives::Number),
    function("join", &[STRING, STRINGS], Gives::String),
    function("keys", &[OBJECT], Gives::Strings),
    function("length", &[SIZED], Gives::Number),
    function("map", &[EXPRESSION, ARRAY], Gives::Results(0)),
    function("max", &[SORTABLE], Gives::Element(0)),
    function("max_by", &[ARRAY, SORT_KEY], Gives::Element(0)),
    variadic("merge", &[OBJECT], Gives::Merged),
    function("min", &[SORTABLE], Gives::Element(0)),
    function("min_by", &[ARRAY, SORT_KEY], Gives::Element(0)),
    variadic("not_null", &[ANY], Gives::OneOf),
    function("reverse", &[SEQUENCE], Gives::Same(0)),
    function("sort", &[SORTABLE], Gives::Same(0)),
    function("sort_by", &[ARRAY, SORT_KEY], Gives::Same(0)),
    function("starts_with", &[STRING, STRING], Gives::Boolean),
    function("sum", &[NUMBERS], Gives::Number),
    function("to_array", &[ANY], Gives::Wrapped(0)),
    function("to_number", &[ANY], Gives::NumberOrNull),
    function("to_string", &[ANY], Gives::String),
    function("type", &[ANY], Gives::String),
    function("values", &[OBJECT], Gives::Values(0)),
];

const fn function(name: &'static str, parameters: &'static [&'static [Argument]], gives: Gives) -> Function {
    Function {
        name,
        parameters,
        variadic: false,
        gives,
    }
}

const fn variadic(name: &'static str, parameters: &'static [&'static [Argument]], gives: Gives) -> Function {
    Function {
        variadic: true,
        ..function(name, parameters, gives)
    }
}
