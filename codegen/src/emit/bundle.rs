use crate::load::Tree;
use crate::resolve::{Contract, Contracts};
pub fn bundle(tree: &Tree, _contracts: &Contracts, contract: &Contract) -> String {
    tree.documents[&contract.path].root.to_json()
}
